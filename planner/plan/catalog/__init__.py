"""The dated facts of the market: prices, rules and dates, as price files state them."""
