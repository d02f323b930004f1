"""What the chapters share: validated tables, claims, forecasts, publishing and refreshing."""
