import { literalPattern } from "../../ir/line-pattern.ts";
import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { MachineOnly, Op, OpId } from "../../ir/ops.ts";
import { encodeText } from "../../ir/systemd-words.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { lowerAbsentPath } from "../shared/absent-path.ts";
import { writeText } from "../shared/build-ops.ts";
import { editId, lowerEdit } from "../shared/edits.ts";
import { readText } from "../shared/read.ts";

/** What goes for every unit of a type lies in a folder with the type's name (systemd.unit(5), since version 244). */
function dropInPath(name: string): string {
  return `/etc/systemd/system/service.d/environment-${name}.conf`;
}

/** The op that others wait for: the line for sessions, or the file for services where that is all. */
export function variableOpId(name: string, resource: Resource | undefined): OpId {
  const onlyServices = resource?.absent === false && readText(resource, "scope") === "services";
  return onlyServices ? opId("file", dropInPath(name)) : editId("environment-variable", name);
}

/** Why an image has neither; a variable of services is given to its programs. */
const notInContainer: MachineOnly = {
  reason: "nobody logs in to a container, and its programs are not to have what is for sessions",
  instead: "write `scope = everywhere`, or write it in the `env { … }` block of each program that needs it",
};

const goneInContainer: MachineOnly = {
  reason: "nobody logs in to a container, and no service manager starts its programs",
  instead: "do nothing: an image that is made anew does not have it",
};

/** The line that pam_env(8) reads at a login, and the file that systemd adds to each service; an absent one has neither. */
export function lowerEnvironmentVariable(resource: Resource, context: LowerContext): readonly Op[] {
  const { name, absent } = resource;
  const scope = readText(resource, "scope") ?? "login";
  const value = context.text(resource.attributes["value"]?.value) ?? [];
  const line = lowerEdit(
    resource,
    absent ? `Remove the variable ${name} from sessions` : `Set the variable ${name} for sessions`,
    "/etc/environment",
    {
      edit: "line",
      line: joinTexts(literalText(`${name}="`), value, literalText('"')),
      match: `^[ \\t]*(export[ \\t]+)?${literalPattern(name)}=`,
      insertAfter: undefined,
      create: true,
      ensure: absent ? "absent" : "present",
    },
  );
  const ops = absent
    ? [line, lowerAbsentPath({ ...resource, name: dropInPath(name) }, "file")]
    : [...(scope === "services" ? [] : [line]), ...(scope === "login" ? [] : [dropIn(resource, name, value)])];
  const machineOnly = { ...notInContainer, ...(scope === "login" ? {} : { variable: { name, value } }) };
  return ops.map((op) => ({ ...op, machineOnly: absent ? goneInContainer : machineOnly }));
}

/** What systemd adds to each service. */
function dropIn(resource: Resource, name: string, value: Text): Op {
  return writeText(
    resource,
    dropInPath(name),
    joinTexts(literalText(`[Service]\nEnvironment="${name}=`), encodeText(value, "systemd-word"), literalText('"\n')),
  );
}
