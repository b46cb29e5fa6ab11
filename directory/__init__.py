"""The register: who belongs, where, since when, and the verbs that change it."""
