"""The offices' own blanks in the window: which there are, and the editor that says what goes where."""
