"""The call's sound: Opus, playout, what comes in and what goes out."""
