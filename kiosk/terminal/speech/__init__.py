"""Voices, what they have said, and the loudspeaker. No Qt, and nothing on Qt's thread."""
