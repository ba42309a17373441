"""The PP-OCRv6 recogniser, called directly: pictures to probabilities of characters over time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kiosk.terminal.input.handwriting.ink import HEIGHT, Floats

MIN_WIDTH = 96


class Network:
    """A loaded model. ``characters`` are those asked for that it knows, in the order asked."""

    def __init__(self, model: Path, wanted: Sequence[str]) -> None:
        import onnxruntime  # 20 MB, and only who writes needs it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # The arena would keep the largest line's memory, and with it somebody's ink.
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        names = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        place = {name: index for index, name in enumerate(names, 1)}  # 0 is CTC's blank
        self.characters = [name for name in wanted if name in place]
        self._columns = np.array([0, *(place[name] for name in self.characters)])

    def read(self, pictures: Sequence[Floats]) -> Floats:
        """Probabilities [pictures, time, 1 + characters]; column 0 is the blank.

        The pictures are [HEIGHT, width] and share a batch, the narrower ones padded on the right.
        """
        width = max(MIN_WIDTH, *(picture.shape[1] for picture in pictures))
        batch = np.zeros((len(pictures), 3, HEIGHT, width), np.float32)
        for row, picture in zip(batch, pictures, strict=True):
            row[:, :, : picture.shape[1]] = (picture - 0.5) / 0.5
        (answer,) = self._session.run(None, {"x": batch})
        batch.fill(0)  # it shows what somebody wrote
        chosen: Floats = answer[:, :, self._columns]
        return chosen
