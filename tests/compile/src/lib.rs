//! Has only tests: programs that must not compile.
