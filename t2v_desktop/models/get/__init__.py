"""Download, import and conversion of models. The only code that opens connections."""
