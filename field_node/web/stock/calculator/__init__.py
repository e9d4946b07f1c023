"""The calculator of needs: people counted, times standards, less what is there and on its way."""
