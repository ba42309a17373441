"""The content folder (docs/content.md): ``folder.read_folder`` makes documents of it.

One file a noun; ``files`` reads and checks, ``values`` holds what the nouns share.
"""
