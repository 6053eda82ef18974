import type { Machine, Resource } from "./model.ts";

/** A machine in the form that checks and lowerings read: its attributes are those of a resource. */
export function machineResource(machine: Machine): Resource {
  return {
    id: `machine.${machine.name}`,
    kind: "machine",
    label: machine.name,
    name: machine.name,
    absent: false,
    machines: [machine.name],
    attributes: machine.attributes,
    blocks: {},
    after: [],
    spans: machine.spans,
  };
}
