"""The proof that the site does what README.md and the pages say."""
