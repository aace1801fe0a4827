"""The command `kaoping`: its groups of commands, and one place where every ending gets its code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

import click

from rules.backends.crossed import EngineDisagreement, EngineUnavailable
from rules.diagnostics import PolicyError, render_all
from scoring.intake.faults import IntakeError
from scoring.runs.crosscheck import EnginesDifferError
from service.cli import faults
from service.cli.beginning import new_policy
from service.cli.comparing import compare_packages, weigh_edit
from service.cli.explaining import explain_subject
from service.cli.exporting import export_tables
from service.cli.faults import Misuse, NotYet
from service.cli.formatting import format_files
from service.cli.handbooks import write_handbooks
from service.cli.keys import make_key
from service.cli.mapping import map_sheet
from service.cli.overlaying import lay_supplements
from service.cli.plans import review_plan
from service.cli.policies import check_policies, list_policies
from service.cli.reporting import write_documents
from service.cli.reviews import run_policy, verify_command
from service.cli.schemas import write_schema
from service.cli.serving import serve_command
from service.cli.settling import settle_package
from service.cli.subjects import assess_subject
from service.cli.testing import test_policies
from service.cli.warning import warn_early

# Commands that are public words already and not built yet.
_COMING = frozenset(
    {
        *("prove", "db", "audit"),
    }
)


class _Commands(click.Group):
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in _COMING:
            raise NotYet(f"kaoping {args[0]}")
        if args[0] not in self.commands:
            raise Misuse(
                f"没有命令“{args[0]}”，可用的是 {'、'.join(self.commands)}",
                f"there is no command “{args[0]}”; there are {', '.join(self.commands)}",
                ctx,
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="kaoping")
def kaoping() -> None:
    """考评：按细则考评，逐条说明，可复算。

    Assess by a policy, exactly, explained, reproducible.
    """


for _command in (
    list_policies,
    run_policy,
    review_plan,
    assess_subject,
    explain_subject,
    warn_early,
    verify_command,
    settle_package,
    write_documents,
    export_tables,
    compare_packages,
    weigh_edit,
    map_sheet,
    new_policy,
    check_policies,
    test_policies,
    format_files,
    write_schema,
    write_handbooks,
    lay_supplements,
    serve_command,
    make_key,
):
    kaoping.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Ends the process: 0 done, 1 policy or data wrong, 2 command wrong, 3 our fault."""
    # Evidence and results are kept to the end and hold no cycles: looking for some among millions
    # of objects at the usual pace takes a sixth of a review, and finds none.
    gc.set_threshold(100_000)
    sys.exit(_ending(arguments))


def _ending(arguments: Sequence[str] | None) -> int:
    try:
        code = kaoping.main(args=arguments, prog_name="kaoping", standalone_mode=False)
        return code if isinstance(code, int) else faults.DONE
    except (PolicyError, IntakeError) as error:
        click.echo(_words(error), err=True)
        return faults.WRONG
    except EngineUnavailable as error:
        click.echo(f"错误[engine] {error.zh}\n    error: {error.en}", err=True)
        return faults.MISUSED
    except EnginesDifferError as error:
        for zh, en in error.lines():
            click.echo(f"错误[engines-differ] {zh}\n    error: {en}", err=True)
        return faults.WRONG
    except EngineDisagreement as error:
        click.echo(
            f"错误[engines-differ] 两个引擎的判定不同，没有写出任何结果\n    error: {error}",
            err=True,
        )
        return faults.FAILED
    except click.ClickException as error:
        faults.report_misuse(error)
        return faults.MISUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断 / interrupted", err=True)
        return 130
    except OSError as error:
        click.echo(faults.file_trouble(error), err=True)
        return faults.WRONG
    except Exception as error:
        faults.report_incident(error)
        return faults.FAILED


def _words(error: PolicyError | IntakeError) -> str:
    return render_all(error.diagnostics) if isinstance(error, PolicyError) else error.render()


if __name__ == "__main__":
    main()
