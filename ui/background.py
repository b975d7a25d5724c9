"""The only threads of the window: one writer, so that saves keep their order, and a small pool of readers.

Work is a callable without arguments, run off the main thread; `done(result)` and `failed(error)` are called on the main
thread, in the order in which results arrive. Callbacks must be bound methods or partials of long-lived objects: a page
that may be gone when the answer comes passes itself as `owner`, and is skipped once deleted.

While there are threads, Python's cyclic garbage is collected by the main thread only: a widget that a worker happens to
collect is destroyed in the wrong thread, and Qt crashes.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from enquiry_app.errors import AccessEnded

Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
GARBAGE_PAUSE = 500  # ms between looks at how much garbage there may be


class Background(QObject):
    """Runs work beside the window."""

    _arrived = Signal(object)
    # Told the sentence when the person was disabled or moved: then nothing else is told.
    on_access_ended: Callable[[str], None] | None = None
    # Asked before a failure is told: (error, do it again, tell it). True if it sees to the rest.
    second_chance: Callable[[BaseException, Callable[[], None], Callable[[], None]], bool] | None = None

    def __init__(self, parent: QObject | None = None, readers: int = 2) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(readers, "reader")
        self._under_way: set[Future[Any]] = set()
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._garbage = QTimer(self)
        self._garbage.setInterval(GARBAGE_PAUSE)
        self._garbage.timeout.connect(_collect_garbage)
        self._garbage.start()
        gc.disable()

    def run(self, work: Callable[[], Any], done: Done, failed: Failed, owner: QObject | None = None) -> Future[Any]:
        """Run something that writes, after all earlier writes."""
        return self._start(self._writer, work, done, failed, owner)

    def read(self, work: Callable[[], Any], done: Done, failed: Failed, owner: QObject | None = None) -> Future[Any]:
        """Run something that only reads or computes; may overtake others. `cancel()` on the result drops it if waiting."""
        return self._start(self._readers, work, done, failed, owner)

    def finish_writes(self) -> None:
        """Wait until every write asked for so far is done (its callbacks still come later, by the event loop)."""
        if not self._closed:
            self._writer.submit(_nothing).result()

    @property
    def busy(self) -> bool:
        """Whether something is running or its answer is not delivered yet."""
        return bool(self._under_way)

    def forget_answers(self) -> None:
        """Deliver nothing of what was asked so far: the screen is locked, and there is nobody to tell."""
        for future in tuple(self._under_way):
            future.cancel()
        self._under_way.clear()
        self.second_chance = None

    def close(self) -> None:
        """Finish what has begun, drop reads that have not, deliver nothing more and take nothing new."""
        if self._closed:
            return
        self._closed = True
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._under_way.clear()
        self._garbage.stop()
        gc.collect()
        gc.enable()

    def _start(
        self, pool: ThreadPoolExecutor, work: Callable[[], Any], done: Done, failed: Failed, owner: QObject | None
    ) -> Future[Any]:
        if self._closed:
            refused: Future[Any] = Future()
            refused.cancel()
            return refused
        future = pool.submit(work)
        self._under_way.add(future)
        announce = self._arrived.emit
        parcel = (pool, work, done, failed, owner)
        future.add_done_callback(lambda finished: announce((finished, *parcel)))
        return future

    @Slot(object)
    def _deliver(self, parcel: tuple[Future[Any], ThreadPoolExecutor, Any, Done, Failed, QObject | None]) -> None:
        future, pool, work, done, failed, owner = parcel
        if future not in self._under_way:
            return
        self._under_way.discard(future)
        if future.cancelled() or (owner is not None and not shiboken6.isValid(owner)):
            return
        error = future.exception()
        if error is None:
            done(future.result())
            return
        if isinstance(error, AccessEnded) and self.on_access_ended is not None:
            self.on_access_ended(error.sentence)
            return
        again, tell = partial(self._start, pool, work, done, failed, owner), partial(failed, error)
        if self.second_chance is None or not self.second_chance(error, again, tell):
            tell()


def _nothing() -> None:
    return


def _collect_garbage() -> None:
    """Collect the oldest generation that is due, by Python's own thresholds."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
