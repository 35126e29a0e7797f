//! Tests of the engine against a scripted server on loopback.
