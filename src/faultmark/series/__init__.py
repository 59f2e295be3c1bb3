"""The numerical core: time axes, the min-max pyramid, views of it, and the tile that carries a view.

Depends on numpy and Numba alone and opens no file.
"""
