"""US base sites, on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import troopdata


def test_bases():
    sites = pd.DataFrame(
        [["Pakistan", "PAK", "Pasni", 25.29506, 63.3, 0, 1], ["Afghanistan", "AFG", "Bagram AB", 34.9, 69.2, 1, 0]],
        columns=["countryname", "iso3c", "basename", "lat", "lon", "base", "lilypad"],
    )
    out = troopdata.bases(sites, {"Bagram AB": "Bagram"})
    assert list(out.site) == ["Bagram AB", "Pasni"] and list(out.kind) == ["base", "lilypad"]
    assert out.requested_as.fillna("").tolist() == ["Bagram", ""] and out.latitude[1] == 25.2951
    with pytest.raises(ValueError, match="no site named Kabul"):
        troopdata.bases(sites, {"Kabul": "Kabul"})
    with pytest.raises(ValueError, match="not exactly one"):
        troopdata.bases(sites.assign(base=1), {})
