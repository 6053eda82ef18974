import { opId } from "../../ir/op-id.ts";
import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { ownershipOf } from "../shared/accounts.ts";
import { installPackage, makeDirectory, runCommand, shareProgram } from "../shared/build-ops.ts";
import { nameOfPath } from "../shared/names.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readText } from "../shared/read.ts";
import { checkoutProgram, checkoutScript } from "./script.ts";

/** The name of the command that checks out. */
export function checkoutCommand(path: string): string {
  return `checkout-${nameOfPath(path)}`;
}

/** The packages that it takes: `ssh` only where the address asks for it. */
export function packagesFor(resource: Resource | undefined): readonly string[] {
  const address = resource === undefined ? "" : (readText(resource, "repository") ?? "");
  return ["ca-certificates", "git", ...(/^ssh:|^[^/]+@/.test(address) ? ["openssh-client"] : [])];
}

/** The packages, the program, the folder, which belongs to who checks out, and the command behind its guard. */
export function lowerCheckout(resource: Resource, context: LowerContext): readonly Op[] {
  const path = resource.name;
  const { owner, group } = ownershipOf(resource, context);
  const ref = readText(resource, "ref") ?? "";
  const needed = packagesFor(resource).map((name) => installPackage(resource, name));
  const program = shareProgram(resource, checkoutProgram, checkoutScript);
  const folder = {
    ...makeDirectory(resource, path, { owner, group, mode: readText(resource, "mode") ?? "0755" }),
    ...opBase(resource, `Create the directory ${path}`, { mode: "mode" }),
  };
  const submodules = readBool(resource, "submodules") === true ? ["submodules"] : [];
  return [
    ...needed,
    program,
    folder,
    runCommand(
      resource,
      checkoutCommand(path),
      `Check ${ref} out into ${path}`,
      literalText([checkoutProgram, path, ref, ...submodules].join(" ")),
      {
        unless: literalText(`${checkoutProgram} --at ${path} ${ref}`),
        environment: [
          { name: "CHECKOUT_REPOSITORY", value: context.text(resource.attributes["repository"]?.value) ?? [] },
        ],
        user: owner,
        // No branch, but the commit itself: it is checked out detached (gitrepository-layout(5), HEAD).
        makes: { path, version: `${path}/.git/HEAD` },
        after: [...needed, program, folder].map((op) => op.id).concat(opId("user", owner)),
      },
    ),
  ];
}
