"""The Focal Point portal: where the Global Network of R2P Focal Points works together."""

VERSION = "0.1.0"
