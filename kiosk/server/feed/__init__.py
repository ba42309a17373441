"""The signed feed at the server: keys, signing, serving, snapshots."""
