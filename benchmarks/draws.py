"""100,000 draws x 36 months x 5 options: the planner's engine against numpy broadcasting, and against squigglepy.

Every peer does the same work from the same inputs: the total of each option in each draw.

- *Ledger in numpy*: every ledger line's formula broadcast to (draws, months), laid out, summed up. It is told for free
  which draws go which course, and compiles nothing; ours finds out for itself. All totals have to agree to 1e-9.
- *The cube*: the same amounts added up in one array of (draws, months, options), then summed over the months.
- *By hand*: `squigglepy_triage.py`'s body, written by somebody who knows which parts options share.
- *squigglepy*: that body sampled draw by draw as a model function, and with samples taken first; it makes its
  own draws, and its medians have to agree with ours within sampling error.

Each is timed in a process of its own: the first time, when memory is new to it, as for somebody who runs it once; and
again, when the memory is at hand.

Ours is timed from a plan that was evaluated to the totals, compiling and following draws to courses of their own
included. What months, paybacks and making the draws add is told apart.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
from collections.abc import Callable, Mapping

import numpy as np
import squigglepy_triage as by_hand
from uncertain_triage import first_and_again, five_options, spread

from planner.engine.courses import Course
from planner.engine.drawing import drawn
from planner.engine.moving import MovingPlan, beliefs_in
from planner.pipeline import forecast, moving
from planner.plan.charge import Timing
from planner.quantities.branching import Asked
from planner.quantities.draws import BLOCK, Draws
from planner.quantities.quantity import FloatArray
from planner.quantities.replay import Memo, replayed

DRAWS = 100_000
MODEL_DRAWS = 1_000
"""A model function is sampled draw by draw: so many are timed, and the time is taken times the rest."""
ROUNDS = 5
LEDGER_LIMIT, MODEL_LIMIT = 10.0, 30.0
TOLERANCE = 1e-9
Inputs = Mapping[str, FloatArray]
Shares = Mapping[str, list[tuple[Course, FloatArray]]]
"""For each option the courses that draws go, and the places of those draws."""


def our_totals(plan: MovingPlan, inputs: Inputs) -> tuple[dict[str, FloatArray], list[Course]]:
    """Return every option's totals, and the courses besides the base case's that were followed."""
    ranges = {path: belief.reach for path, belief in beliefs_in(plan.inputs).items()}
    simulation = plan.simulation(ranges, by_month=False)
    totals = {name: np.empty(DRAWS) for name in plan.courses}
    for start in range(0, DRAWS, BLOCK):
        part = slice(start, start + BLOCK)
        for name, costs in simulation.run({path: each[part] for path, each in inputs.items()}).items():
            totals[name][part] = costs.total
    return totals, simulation.followed


def shares(plan: MovingPlan, followed: list[Course], inputs: Inputs) -> Shares:
    """Find out which draws go which course, by asking each course's questions of all draws."""
    found: dict[str, list[tuple[Course, FloatArray]]] = {}
    for name, main in plan.courses.items():
        left = np.arange(DRAWS)
        for course in (main, *(each for each in followed if each.lines[0].option == name)):
            own = {path: each[left, np.newaxis] for path, each in inputs.items()}
            memo: Memo = {}
            holds = np.ones(len(left), dtype=bool)
            for branch in course.branches:
                values = np.broadcast_to(
                    replayed(branch.quantity, own, memo), (len(left), branch.quantity.value.shape[1])
                )
                if branch.asked is Asked.IS_ZERO:
                    holds &= ~values.any(axis=1) == branch.answer[0]
                else:
                    holds &= ((values > 0) == branch.answer).all(axis=1)
            found.setdefault(name, []).append((course, left[holds]))
            left = left[~holds]
        if len(left):
            sys.exit(f"{len(left)} draws of {name} go no course that is known")
    return found


def ledger(
    shared: Shares, inputs: Inputs, months: int, keep: Callable[[str, FloatArray, FloatArray], None]
) -> None:
    """Broadcast every line of every course to (draws, months) and hand on each option's sum of them."""
    for name, courses in shared.items():
        for course, places in courses:
            own = {path: each[places, np.newaxis] for path, each in inputs.items()}
            memo: Memo = {}
            monthly = np.zeros((len(places), months))
            for line in course.lines:
                money = replayed(line.charge.amount, own, memo)
                if line.charge.timing is Timing.LAUNCH:
                    monthly[:, : money.shape[1]] += money
                else:
                    monthly += money
            keep(name, places, monthly)


def ledger_totals(shared: Shares, inputs: Inputs, months: int) -> dict[str, FloatArray]:
    totals = {name: np.empty(DRAWS) for name in shared}

    def keep(name: str, places: FloatArray, monthly: FloatArray) -> None:
        totals[name][places] = monthly.sum(axis=1)

    ledger(shared, inputs, months, keep)
    return totals


def cube_totals(shared: Shares, inputs: Inputs, months: int) -> FloatArray:
    cube = np.empty((DRAWS, months, len(shared)))
    option = {name: place for place, name in enumerate(shared)}

    def keep(name: str, places: FloatArray, monthly: FloatArray) -> None:
        cube[places, :, option[name]] = monthly

    ledger(shared, inputs, months, keep)
    return cube.sum(axis=1)


def against_numpy(plan: MovingPlan, inputs: Inputs) -> float:
    """Print the ratios to what numpy does; return the one to the ledger in numpy, the first time."""
    months = plan.setting.calendar.count
    sure = by_hand.sure_numbers(plan.inputs)
    columns = {path: each[:, np.newaxis] for path, each in inputs.items()}
    totals, followed = our_totals(plan, inputs)
    shared = shares(plan, followed, inputs)
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: our_totals(plan, inputs),
        "ledger in numpy": lambda: ledger_totals(shared, inputs, months),
        "the cube": lambda: cube_totals(shared, inputs, months),
        "by hand in numpy": lambda: by_hand.totals({**sure, **columns}),
    }
    rounds = [{way: first_and_again(make) for way, make in ways.items()} for _ in range(ROUNDS)]
    for other in (ledger_totals(shared, inputs, months), by_hand.totals({**sure, **columns})):
        for name, ours in totals.items():
            np.testing.assert_allclose(ours, other[name], rtol=TOLERANCE, err_msg=name)
    went = sum(len(places) for courses in shared.values() for _, places in courses[1:])
    print(
        f"{DRAWS:,} draws x {months} months x {len(totals)} options, totals; {ROUNDS} rounds, medians (extremes)"
    )
    print(
        f"{len(followed)} courses besides the main ones, for {went / DRAWS / len(totals):.0%} of all totals"
    )
    print(f"ours {statistics.median(each['ours'][0] for each in rounds) * 1000:.0f} ms; peer / ours:")
    for way in list(ways)[1:]:
        ratios = [[each[way][time] / each["ours"][time] for each in rounds] for time in (0, 1)]
        limit = f", limit {LEDGER_LIMIT:.0f}" if way == "ledger in numpy" else ""
        print(f"  {way}: the first time {spread(ratios[0])}{limit}; again {spread(ratios[1])}")
    print(f"  all totals of all ways agree to {TOLERANCE:g}")
    return statistics.median(each["ledger in numpy"][0] / each["ours"][0] for each in rounds)


def what_months_add(plan: MovingPlan, seed: int, inputs: Inputs) -> None:
    """Print what making the draws, the months and the paybacks add to the totals."""
    draws, rounds = Draws(beliefs_in(plan.inputs), seed, DRAWS), []
    for _ in range(ROUNDS):
        ours, _ = first_and_again(lambda: our_totals(plan, inputs))
        making, _ = first_and_again(lambda: all_draws(draws))
        every, _ = first_and_again(lambda: drawn(plan, DRAWS, seed))
        rounds.append((making / ours, every / ours))
    print(f"draws made / totals {spread([making for making, _ in rounds])}; ", end="")
    print(f"draws, totals, possible and paybacks / totals {spread([every for _, every in rounds])}")


def against_squigglepy(plan: MovingPlan, inputs: Inputs) -> float | None:
    """Print the ratios to squigglepy; return the one of a model function, None where squigglepy is missing."""
    if importlib.util.find_spec("squigglepy") is None:
        print("squigglepy is left out: pip install squigglepy==0.30 to compare with it")
        return None
    import squigglepy as sq

    sq.set_seed(1)
    beliefs, sure = by_hand.distributions(beliefs_in(plan.inputs)), by_hand.sure_numbers(plan.inputs)
    models, samples = [], []
    for _ in range(ROUNDS):
        ours, _ = first_and_again(lambda: our_totals(plan, inputs))
        model, _ = first_and_again(lambda: by_hand.by_model(sq, beliefs, sure, MODEL_DRAWS))
        first, _ = first_and_again(lambda: by_hand.by_samples(beliefs, sure, DRAWS))
        models.append(model * DRAWS / MODEL_DRAWS / ours)
        samples.append(first / ours)
    totals, _ = our_totals(plan, inputs)
    model_totals = by_hand.by_model(sq, beliefs, sure, MODEL_DRAWS)
    sampled = by_hand.by_samples(beliefs, sure, DRAWS)
    for place, (name, mine) in enumerate(totals.items()):
        agree(mine, sampled[name], name)
        agree(mine, model_totals[:, place], name)
    print(f"squigglepy {sq.__version__}, every median within its sampling error; peer / ours:")
    print(f"  a model function {spread(models)}, limit {MODEL_LIMIT:.0f}", end="")
    print(f" ({MODEL_DRAWS:,} draws timed, times {DRAWS // MODEL_DRAWS})")
    print(f"  samples first, then numpy {spread(samples)}")
    return statistics.median(models)


def agree(ours: FloatArray, theirs: FloatArray, name: str) -> None:
    """Hold that a sample's median lies where ours says, within four standard errors of its rank."""
    below = float((ours < np.median(theirs)).mean())
    if abs(below - 0.5) > 4 * 0.5 / np.sqrt(len(theirs)):
        sys.exit(f"{name}: squigglepy's median is our P{below * 100:.1f}")


def all_draws(draws: Draws) -> dict[str, FloatArray]:
    return {path: draws.of(path) for path in draws.beliefs}


def main() -> None:
    """Print every ratio."""
    answer = forecast(five_options(DRAWS))
    plan, seed = moving(answer), answer.plan.scenario.seed
    inputs = all_draws(Draws(beliefs_in(plan.inputs), seed, DRAWS))
    ledgers = against_numpy(plan, inputs)
    what_months_add(plan, seed, inputs)
    model = against_squigglepy(plan, inputs)
    sys.exit(ledgers < LEDGER_LIMIT or (model is not None and model < MODEL_LIMIT))


if __name__ == "__main__":
    main()
