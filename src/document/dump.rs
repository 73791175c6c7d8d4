//! A document as indented text, for tests and for an editor who asks how a source was read.
