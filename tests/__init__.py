"""The proof that the site does what its guides and its pages say."""
