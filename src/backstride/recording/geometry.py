"""Distances over the ground, from positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid (IUGG)."""


def distance_between(
    latitude_deg: NDArray[np.float64],
    longitude_deg: NDArray[np.float64],
    to_latitude_deg: NDArray[np.float64],
    to_longitude_deg: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Great-circle distance between two positions (haversine).

    Within 0.6 % of the ellipsoid, far less than a receiver is off.

    Parameters
    ----------
    latitude_deg, longitude_deg, to_latitude_deg, to_longitude_deg
        Shape (n,). [deg]

    Returns
    -------
    array, shape (n,)
        NaN where either position is. [m]
    """
    latitude, to_latitude = np.radians(latitude_deg), np.radians(to_latitude_deg)
    half_chord = (
        np.sin((to_latitude - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(to_latitude) * np.sin(np.radians(to_longitude_deg - longitude_deg) / 2) ** 2
    )
    distance_m: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0)))
    return distance_m


def distance_along(
    latitude_deg: NDArray[np.float64], longitude_deg: NDArray[np.float64], stretch: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Distance covered up to each position; samples without a position are bridged, breaks between stretches are not.

    Parameters
    ----------
    latitude_deg, longitude_deg
        Shape (n,), NaN where missing. [deg]
    stretch
        Number of the unbroken stretch of each sample, shape (n,).

    Returns
    -------
    array, shape (n,)
        NaN where there is no position. [m]
    """
    along = np.full(latitude_deg.shape, np.nan)
    placed = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    if placed.size == 0:
        return along
    north, east = latitude_deg[placed], longitude_deg[placed]
    steps = distance_between(north[:-1], east[:-1], north[1:], east[1:])
    steps[np.diff(stretch[placed]) != 0] = 0.0
    along[placed] = np.concatenate(([0.0], np.cumsum(steps)))
    return along
