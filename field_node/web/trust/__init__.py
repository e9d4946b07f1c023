"""Why a tablet may believe that it speaks to this unit: the certificates, and how it learns to trust them."""
