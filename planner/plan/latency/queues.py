"""Queues with Poisson arrivals and any number of servers: who waits, how long on average, how long at worst.

Every function works elementwise on arrays that broadcast, such as months x draws. Rates are in requests a
second, times in seconds, loads in erlangs (rate x mean service time); `variation` is the squared coefficient
of variation of the service time: 0 where all take equally long, 1 where it is exponential. A load at or above
the number of servers has no steady state: everybody waits, without end. Where nobody comes, nobody waits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_NEWTON_STEPS = 64
_PRECISION = 1e-14
_LEAST_UTILISATION = 1e-300
_SERIES_BELOW = 0.1
"""Below this k(t) is a series: little but rounding would be left of its closed form."""


def erlang_b(load: FloatArray, servers: FloatArray) -> FloatArray:
    """Return the share of requests that find every server busy where none waits; `servers` are whole numbers.

    B(0) = 1, B(k) = A B(k-1) / (k + A B(k-1)): Cooper, R.B. (1981): Introduction to Queueing Theory, 2nd ed.,
    chapter 3.
    """
    load, servers = np.broadcast_arrays(np.asarray(load, float), np.asarray(servers, float))
    blocked = np.ones(load.shape)
    for count in range(1, int(np.max(servers, initial=0)) + 1):
        offered = load * blocked
        np.divide(offered, count + offered, out=blocked, where=servers >= count)
    return blocked


def erlang_c(load: FloatArray, servers: FloatArray) -> FloatArray:
    """Return the share of requests that wait; 1 without a steady state.

    C = B / (1 - A/c (1 - B)), with B of Erlang B, load A and c servers; exact for exponential service and for
    one server.
    """
    blocked = erlang_b(load, servers)
    steady, utilisation = _utilisation(load, servers)
    return np.where(
        steady, blocked / ((1 - utilisation) + utilisation * blocked), np.where(load > 0, 1.0, 0.0)
    )


def mean_wait(
    rate: FloatArray, service: FloatArray, variation: FloatArray, servers: FloatArray
) -> FloatArray:
    """Return the mean wait before service, in seconds; infinite without a steady state.

    Exact for exponential service, and for one server (Pollaczek and Khinchine). For several it lies on the
    line through exponential service (variation 1) and constant service (variation 0): Cosmetatos, G.P.
    (1976): Some Approximate Equilibrium Results for the Multi-Server Queue (M/G/r), Operational Research
    Quarterly 27; Tijms, H.C. (2003): A First Course in Stochastic Models, chapter 9. The lighter the traffic,
    the more the rest of the distribution matters.
    """
    load = np.multiply(rate, service)
    steady, utilisation = _utilisation(load, servers)
    spare = np.where(steady, servers - load, 1.0)
    exponential = erlang_c(load, servers) * service / spare
    constant = exponential * _constant_service(utilisation, servers)
    mean = variation * exponential + (1 - variation) * constant
    return np.where(steady | (load == 0), mean, np.inf)


def wait_tail(
    rate: FloatArray, service: FloatArray, variation: FloatArray, servers: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return `coefficient` and `decay` (1/s) of long waits: P(W > t) ~ coefficient exp(-decay t).

    The decay solves rate (M(decay / c) - 1) = decay, with M the moment generating function of
    gamma-distributed service of that variation: Cramer and Lundberg's for one server (Asmussen, S. (2003):
    Applied Probability and Queues, XIII.5), and that of c busy servers for more (Takahashi, Y. (1981):
    Asymptotic Exponentiality of the Tail of the Waiting-Time Distribution in a PH/PH/c Queue, Adv. Appl.
    Prob. 13). Its coefficient is exact for one server and for exponential service. Else it is what keeps the mean wait,
    with C the share that waits at all and r = decay x mean wait / C: C exp(r - 1), cut off at C, or C r where r
    is below 1. Without a steady state the coefficient is 1 and the decay 0.
    """
    load = np.multiply(rate, service)
    steady, utilisation = _utilisation(load, servers)
    waits = erlang_c(load, servers)
    tilt = _tilt(np.where(steady, np.maximum(utilisation, _LEAST_UTILISATION), 0.5), variation)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        decay = np.where(steady, _scaled(tilt, variation) * servers / service, 0.0)
        one = _coefficient_at_one(utilisation, variation, tilt)
        spread = decay * mean_wait(rate, service, variation, servers) / waits
        several = waits * np.where(spread > 1, np.exp(spread - 1), spread)
    coefficient = np.where(np.equal(servers, 1), one, several)
    return np.where(steady, np.where(waits > 0, np.minimum(coefficient, 1.0), 0.0), waits), decay


def tail_at_one(rate: FloatArray, service: FloatArray, variation: FloatArray) -> FloatArray:
    """Return the exponent y of the tail of waits for one server, from which `wait_tail` follows."""
    steady, utilisation = _utilisation(np.multiply(rate, service), np.ones(1))
    return _tilt(np.where(steady, np.maximum(utilisation, _LEAST_UTILISATION), 0.5), variation)


def decay_at_one(
    rate: FloatArray, service: FloatArray, variation: FloatArray, tail: FloatArray
) -> FloatArray:
    """Return the `decay` of `wait_tail` for one server: (1 - exp(-v y)) / (v x service), in 1/s."""
    steady, _ = _utilisation(np.multiply(rate, service), np.ones(1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(steady, _scaled(tail, variation) / service, 0.0)


def coefficient_at_one(
    rate: FloatArray, service: FloatArray, variation: FloatArray, tail: FloatArray
) -> FloatArray:
    """Return the `coefficient` of `wait_tail` for one server: (1 - load) / (load x exp((1 + v) y) - 1)."""
    load = np.multiply(rate, service)
    steady, utilisation = _utilisation(load, np.ones(1))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        coefficient = _coefficient_at_one(utilisation, variation, tail)
    return np.where(
        steady, np.where(load > 0, np.minimum(coefficient, 1.0), 0.0), np.where(load > 0, 1.0, 0.0)
    )


def _scaled(tilt: FloatArray, variation: FloatArray) -> FloatArray:
    size = variation * tilt
    with np.errstate(divide="ignore", invalid="ignore"):
        return tilt * np.where(size > 0, -np.expm1(-size) / size, 1.0)


def _coefficient_at_one(utilisation: FloatArray, variation: FloatArray, tilt: FloatArray) -> FloatArray:
    coefficient: FloatArray = (1 - utilisation) / np.expm1(np.log(utilisation) + (1 + variation) * tilt)
    return coefficient


def chance_of_waiting_longer(
    time: FloatArray, rate: FloatArray, service: FloatArray, variation: FloatArray, servers: FloatArray
) -> FloatArray:
    """Return the share of requests that wait longer than a time in seconds, at most all that wait."""
    coefficient, decay = wait_tail(rate, service, variation, servers)
    waits = erlang_c(np.multiply(rate, service), servers)
    with np.errstate(invalid="ignore"):
        return np.where(waits > 0, np.minimum(waits, coefficient * np.exp(-decay * time)), 0.0)


def wait_percentile(
    share: FloatArray, rate: FloatArray, service: FloatArray, variation: FloatArray, servers: FloatArray
) -> FloatArray:
    """Return the wait in seconds that a share of requests does not exceed: 0.95 for the P95.

    ln(coefficient / (1 - share)) / decay where more than 1 - share of the requests wait, else 0; infinite without a
    steady state.
    """
    coefficient, decay = wait_tail(rate, service, variation, servers)
    waits = erlang_c(np.multiply(rate, service), servers)
    rest = np.subtract(1.0, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        longest = np.maximum(np.log(coefficient / rest), 0.0) / decay
    return np.where(waits <= rest, 0.0, np.where(decay > 0, longest, np.inf))


def _utilisation(load: FloatArray, servers: FloatArray) -> tuple[NDArray[np.bool_], FloatArray]:
    """Return where there is a steady state, and the load of each server, 0 where there is none."""
    load, servers = np.broadcast_arrays(np.asarray(load, float), np.asarray(servers, float))
    steady = load < servers
    return steady, np.divide(load, servers, out=np.zeros(load.shape), where=steady)


def _constant_service(utilisation: FloatArray, servers: FloatArray) -> FloatArray:
    """Return the mean wait with constant service as a share of that with exponential service.

    Cosmetatos, G.P. (1975): Approximate Explicit Formulae for the Average Queueing Time in the Processes
    (M/D/r) and (D/M/r), INFOR 13. His correction (1-rho)(c-1)(sqrt(4+5c)-2) / (16 rho c) grows without bound
    in light traffic; there it has to end at (c-1)/(c+1), as who waits then waits for the first of c to
    finish: Kimura, T. (1991): Refining Cosmetatos' Approximation for the Mean Waiting Time in the M/D/s
    Queue, J. Opl Res. Soc. 42.
    """
    servers = np.maximum(servers, 1.0)
    size = (servers - 1) * (np.sqrt(4 + 5 * servers) - 2) / (16 * servers)
    most = (servers - 1) / (servers + 1)
    correction = (1 - utilisation) / np.maximum(utilisation, _LEAST_UTILISATION) * size
    bounded = -correction * np.expm1(-most / np.where(correction > 0, correction, 1.0))
    share: FloatArray = 0.5 * (1 + bounded)
    return share


def _tilt(utilisation: FloatArray, variation: FloatArray) -> FloatArray:
    """Return y = ln M(x) > 0 where utilisation (M(x) - 1) = x, M of gamma-distributed service of mean 1.

    With x = (1 - exp(-v y)) / v the equation's logarithm is y - k(y) + k(v y) = -ln(utilisation), k(t) = ln(t
    / (1 - exp(-t))). It rises, from the slope (1+v)/2 to 1, and bends one way only, so Newton's method
    converges from its tangent at 0 wherever the root is; the utilisation is above 0 and below 1.
    """
    aim = -np.log(utilisation)
    tilt = 2 * aim / (1 + variation)
    for _ in range(_NEWTON_STEPS):
        here, slope = _logarithm(tilt)
        there, other = _logarithm(variation * tilt)
        step = (tilt - here + there - aim) / (1 - slope + variation * other)
        tilt = tilt - step
        if np.all(np.abs(step) <= _PRECISION * tilt):
            break
    return tilt


def _logarithm(at: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return k(t) = ln(t / (1 - exp(-t))) and its derivative, t at least 0."""
    small = at < _SERIES_BELOW
    near = np.where(small, at, 0.0)
    square = near**2
    far = np.where(small, 1.0, at)
    rest = -np.expm1(-far)
    value = near / 2 - square / 24 * (1 - square / 120 * (1 - square / 63))
    slope = 0.5 - near / 12 * (1 - square / 60 * (1 - square / 42))
    return np.where(small, value, np.log(far / rest)), np.where(small, slope, 1 / far - (1 - rest) / rest)
