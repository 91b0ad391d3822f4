//! What the reader makes of models of Archi.
