//! A command that computes and is left with nothing to compute is no success.

use crate::harness::Sandbox;

#[test]
fn what_would_compute_nothing_fails() {
    let sandbox = Sandbox::template();
    for args in [
        &["run", "--ds", "2024-01-08", "--select", "custmer_orders"][..],
        &[
            "run",
            "--ds",
            "2024-01-08",
            "--select",
            "custmer_orders",
            "--dry-run",
        ],
        &["run", "--ds", "2024-01-08", "--select", "source:shop"],
        &["run", "--catch-up", "--select", "custmer_orders"],
        &[
            "backfill",
            "--start",
            "2024-01-01",
            "--select",
            "custmer_orders",
        ],
        // A static view has no past.
        &[
            "backfill",
            "--start",
            "2024-01-01",
            "--select",
            "customer_profile",
        ],
    ] {
        let finished = sandbox.fsc(args.iter().copied()).run().assert_exit(1);
        assert!(
            finished
                .stderr
                .contains("error[FSC085]: nothing to compute is selected"),
            "{args:?}: {}",
            finished.stderr
        );
        assert!(finished.stdout.is_empty());
    }
}

#[test]
fn a_selector_that_meets_nothing_beside_others_is_a_warning() {
    let sandbox = Sandbox::template();
    let args = [
        "run",
        "--ds",
        "2024-01-08",
        "--select",
        "custmer_orders",
        "customer_profile",
    ];
    let finished = sandbox.fsc(args).run().assert_exit(0);
    assert!(
        finished.stderr.contains("warning[FSC085]"),
        "{}",
        finished.stderr
    );
}

#[test]
fn a_selection_beside_a_namespace_says_that_the_view_is_not_in_it() {
    let view = |name: &str, more: &str| {
        format!(
            "[[feature_view]]\nname = \"{name}\"\nquery = \"select 1 as k, {{{{ ds_nodash }}}} as {name}\"\n\
             features = {{ {name} = {{}} }}\n{more}\n"
        )
    };
    let backfill =
        "backfill = { namespace = \"march\", start_date = 2024-03-01, end_date = 2024-03-03 }";
    let sandbox = Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"rides\"\n[target.dev]\ntype = \"duckdb\"\npath = \"dev.duckdb\"\n\
             [[entity]]\nname = \"rider\"\nkeys = [\"k\"]\n",
        )
        .file(
            "feature.toml",
            format!(
                "entity = \"rider\"\n{}{}",
                view("drivers", backfill),
                view("trips", "")
            ),
        );
    let refused = sandbox
        .fsc(["backfill", "march", "--select", "trips"])
        .run();
    let said = refused.assert_exit(1).stderr;
    assert!(
        said.contains("error[FSC085]: no selected feature view has the backfill `march`")
            && said.contains("it is that of `drivers`"),
        "{said}"
    );
    sandbox.fsc(["backfill", "march"]).run().assert_exit(0);
}
