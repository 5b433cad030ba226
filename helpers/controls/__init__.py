"""Controls to press: widgets that show what words cannot. Each lives in a file of its own."""
