import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkPlainText, spanOf } from "../shared/check.ts";
import { checkPlainPlace } from "../shared/check-file-name.ts";
import { checkMode } from "../shared/check-mode.ts";
import { readText } from "../shared/read.ts";

/** Reports an address that git would take for a command or a password, and a ref that is none, or moves. */
export function checkCheckout(resource: Resource): readonly Diagnostic[] {
  return [
    ...checkPlainPlace(resource),
    ...checkMode(resource),
    ...checkPlainText(
      resource,
      "repository",
      // git-clone(1), "GIT URLS"; `ext::` would run a command
      /^(?!(?:https?|ssh):\/\/[^\s]+$|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\s:]+$)/,
      "is no address of a repository that another machine has",
      'write it as `git clone` takes it: `"https://example.com/shop.git"` or `"git@example.com:shop.git"`',
    ),
    ...checkPlainText(
      resource,
      "repository",
      /^https?:\/\/[^/@]*:[^/@]*@/,
      "holds a password, which everybody on the machine could read",
      "use the address for `ssh`, and give the user a key with a `file` block and a secret",
    ),
    ...checkPlainText(
      resource,
      "ref",
      // git-check-ref-format(1), and nothing that a shell reads
      /^(?![A-Za-z0-9][A-Za-z0-9._/+-]*$)|\.\.|\/$|\.lock$|\/\/|\/\./,
      "is no name of a tag or a branch, and no commit",
      'write a tag, `"v1.2.0"`, or all 40 digits of a commit',
    ),
    ...checkMoves(resource),
  ];
}

/** Names that are branches wherever they are used. */
const branches: ReadonlySet<string> = new Set(["main", "master", "develop", "development", "trunk", "HEAD"]);

function checkMoves(resource: Resource): readonly Diagnostic[] {
  const ref = readText(resource, "ref") ?? "";
  if (branches.has(ref)) return [diagnose("W0454", { path: resource.name, ref }, spanOf(resource, "ref"))];
  // Seven digits that git prints for a commit are not enough to ask another machine for it.
  const short = /^[0-9a-f]{7,39}$/.test(ref) && /[0-9]/.test(ref);
  return short ? [diagnose("E0438", { ref }, spanOf(resource, "ref"))] : [];
}
