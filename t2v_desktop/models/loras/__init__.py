"""LoRAs: small files that change some weights of a model. What is in one, which model it fits, and which are installed."""
