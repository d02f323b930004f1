"""What the chapters share: validated tables, claims, forecasts, charts, exhibits, pages, builds and refreshing."""
