"""Which of the machine's addresses a call may use."""

from __future__ import annotations

from collections.abc import Sequence

import aioice.ice
import ifaddr

_LOOPBACK = ("127.0.0.1", "::1")


def host_addresses(interfaces: Sequence[str], *, ipv4: bool = True, ipv6: bool = True) -> list[str]:
    """IPv4 and IPv6 addresses of the named interfaces; no names: of all but loopback.

    Addresses that are only good with a scope (fe80::) are left out. A machine that has nothing
    but loopback uses that.
    """
    found: list[str] = []
    for adapter in ifaddr.get_adapters():
        if interfaces and adapter.name not in interfaces:
            continue
        for ip in adapter.ips:
            if isinstance(ip.ip, str):
                if ipv4:
                    found.append(ip.ip)
            elif ipv6 and ip.ip[2] == 0:
                found.append(ip.ip[0])
    if interfaces:
        return found
    return [a for a in found if a not in _LOOPBACK] or found


def limit_interfaces(interfaces: Sequence[str]) -> None:
    """Make every connection of this process gather on these interfaces only.

    aioice has no parameter for it and never uses loopback; the function that lists addresses is
    its one seam, and a test watches that it stays.
    """

    def get_host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        return host_addresses(interfaces, ipv4=use_ipv4, ipv6=use_ipv6)

    aioice.ice.get_host_addresses = get_host_addresses
