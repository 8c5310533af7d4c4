"""What a server keeps of those who hand in and of those who decide: files, work under way, the stewards."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any

from starlette.requests import Request

from minegraph.web.errands import DONE, Errand, Lane
from minegraph.web.failures import RequestError
from minegraph.web.pools import Pools
from minegraph.web.stewards import Stewards
from minegraph.web.uploads import Terms, Upload, Uploads

MOST_REVIEWS = 50
CONFLICT = 409


class FrontDesk:
    """The desk of a server: strangers' files are looked at in one lane, stewards' decisions carried out in another."""

    def __init__(self, pools: Pools, stewards: Stewards, *, has_inbox: bool) -> None:
        self.stewards, self.has_inbox = stewards, has_inbox
        self._pools = pools
        self._place = tempfile.TemporaryDirectory(prefix="minegraph-desk-", ignore_cleanup_errors=True)
        self.uploads = Uploads(self._folder / "files")
        self.checks, self.decisions = Lane(pools["checks"]), Lane(pools["desk"], pools.renew)
        self._reviews: dict[tuple[str, ...], Errand] = {}
        self._decided: dict[str, Errand] = {}
        self._number = 0

    @classmethod
    def of(cls, request: Request) -> FrontDesk:
        """The desk of the server that a request has come to."""
        desk: FrontDesk = request.app.state.desk
        return desk

    @property
    def _folder(self) -> Path:
        return Path(self._place.name)

    async def close(self) -> None:
        """Let go of everything."""
        await asyncio.gather(self.checks.close(), self.decisions.close())
        self._place.cleanup()

    @property
    def generation(self) -> str:
        """The number of the generation of the store that answers."""
        return self._pools.generation.name

    def require_inbox(self) -> None:
        """Raise RequestError where nothing can be handed in: the graph that came with the package is read-only."""
        if not self.has_inbox:
            advice = "Make a workspace with `minegraph init DIR`, and run `minegraph serve` in it."
            raise RequestError(CONFLICT, f"The graph that came with the package cannot be changed. {advice}")

    def check(self, upload: Upload) -> Errand:
        """The errand that looks at a file; a check under way is not begun again."""
        if upload.check is None or upload.check.is_over:
            folder = upload.next_folder()
            about = {"file": str(upload.path), "encoding": upload.encoding, "replaces": upload.replaces}
            upload.check = self.checks.start(folder, "check", **about, folder=str(folder))
            upload.trial = upload.handing_in = None
        return upload.check

    def try_out(self, upload: Upload, terms: Terms) -> Errand:
        """The errand that finds out what handing a file in under these terms would change, in the graph as it is."""
        asked = f"{terms} {self.generation}"
        if upload.trial is None or upload.trial_of != asked or upload.trial.failure:
            upload.terms, upload.trial_of = terms, asked
            upload.trial = self._hand_in(upload, terms, is_trial=True)
            upload.handing_in = None
        return upload.trial

    def hand_in(self, upload: Upload) -> Errand:
        """The errand that puts a file in the inbox, begun once however often it is asked for."""
        if upload.handing_in is None or upload.handing_in.failure:
            upload.handing_in = self._hand_in(upload, upload.terms, is_trial=False)
        return upload.handing_in

    def _hand_in(self, upload: Upload, terms: Terms, *, is_trial: bool) -> Errand:
        folder = upload.next_folder()
        return self.checks.start(
            folder,
            "hand_in",
            folder=str(folder),
            file=str(upload.path),
            encoding=upload.encoding,
            replaces=upload.replaces,
            by=terms.by,
            licence=terms.licence,
            accept_warnings=terms.accept_warnings,
            is_trial=is_trial,
        )

    def is_stale(self, upload: Upload) -> bool:
        """Whether the graph has changed since what a file would change was found out."""
        return upload.trial is not None and upload.trial_of != f"{upload.terms} {self.generation}"

    def review(self, receipt: dict[str, Any]) -> Errand:
        """The errand that looks at a submission as the graph is now; it is done once for each state of the graph."""
        return self._looked_at("review", receipt)

    def withdrawal(self, receipt: dict[str, Any]) -> Errand:
        """The errand that finds out what taking a submission out of the graph would change."""
        return self._looked_at("withdrawal", receipt)

    def _looked_at(self, job: str, receipt: dict[str, Any]) -> Errand:
        key = (job, receipt["id"], receipt["submitted_at"], receipt["status"], self.generation)
        errand = self._reviews.get(key)
        if errand is None or errand.is_worth_another_try:
            self._forget_reviews()
            self._number += 1
            folder = self._folder / "reviews" / str(self._number)
            about = {"submission": receipt["id"], "folder": str(folder)}
            errand = self._reviews[key] = self.checks.start(folder, job, **about)
        return errand

    def _forget_reviews(self) -> None:
        for key, errand in list(self._reviews.items()):
            if len(self._reviews) >= MOST_REVIEWS and errand.is_over:
                del self._reviews[key]
                shutil.rmtree(errand.folder, ignore_errors=True)

    def decision(self, submission: str) -> Errand | None:
        """The decision on a submission that is under way, or that failed; None when there is none."""
        errand = self._decided.get(submission)
        return None if errand is None or (errand.state == DONE and not errand.outcome["trouble"]) else errand

    def decide(self, verb: str, submission: str, by: str, why: str) -> Errand:
        """The errand that carries out a decision; the same one is not begun again while it is under way.

        Raises RequestError while another decision on the submission is.
        """
        errand = self._decided.get(submission)
        if errand is None or errand.is_over:
            asked = {"verb": verb, "submission": submission, "by": by, "why": why}
            folder = self._folder / "decisions" / verb
            errand = self._decided[submission] = self.decisions.start(folder, "decide", **asked)
        elif errand.folder.name != verb:
            other = f"Another decision on {submission} is being carried out ({errand.folder.name})."
            raise RequestError(CONFLICT, f"{other} Look at it again in a moment.")
        return errand
