"""The project on other versions of dbt: it parses, builds, and its marts are equal."""
