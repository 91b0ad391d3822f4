//! Pictures of small models, as whoever reads the files sees them.
