/**
 * What must be true on a machine when it is finished, derived from the Ops alone. The lab holds every target against
 * it, and the cloud-init file asserts it on first boot. Order has no meaning; one fact each.
 */
import type { Span } from "../text/span.ts";
import type { AttributesEdit, Edit } from "./edit.ts";
import type { OpId } from "./ops.ts";
import type { Text } from "./text.ts";

/** One fact. `where` says on which kind of machine it can be observed: everywhere, or only on a booted one. */
export type Expectation = ExpectationFact & {
  readonly where: "anywhere" | "booted";
  readonly resource: string;
  readonly spans: readonly Span[];
};

/** The facts themselves. */
export type ExpectationFact =
  | {
      readonly fact: "package";
      readonly name: string;
      readonly installed: boolean;
      readonly version?: string;
      readonly hold?: boolean;
    }
  | { readonly fact: "group"; readonly name: string; readonly exists: boolean; readonly gid?: number }
  | {
      readonly fact: "user";
      readonly name: string;
      readonly exists: boolean;
      readonly uid?: number;
      readonly group?: string;
      /** Exactly these supplementary groups, sorted. */
      readonly groups?: readonly string[];
      readonly comment?: string;
      readonly home?: string;
      readonly shell?: string;
      readonly locked?: boolean;
    }
  | {
      readonly fact: "directory";
      readonly path: string;
      readonly owner: string;
      readonly group: string;
      readonly mode: string;
    }
  | {
      readonly fact: "file";
      readonly path: string;
      readonly owner: string;
      readonly group: string;
      readonly mode: string;
      /** Exact bytes (texts UTF-8 encoded), or undefined when a secret or a host's own value is in it. */
      readonly bytes: Uint8Array | undefined;
      readonly content: Text | undefined;
    }
  | { readonly fact: "link"; readonly path: string; readonly target: string }
  | { readonly fact: "absent-path"; readonly path: string }
  /** A part of a file that something else owns. */
  | { readonly fact: "edit"; readonly id: OpId; readonly path: string; readonly edit: Exclude<Edit, AttributesEdit> }
  /** Of a file or directory whose content is not managed; undefined ones are not either. */
  | {
      readonly fact: "attributes";
      readonly path: string;
      readonly owner: string | undefined;
      readonly group: string | undefined;
      readonly mode: string | undefined;
    }
  | { readonly fact: "unit-enabled"; readonly unit: string; readonly enabled: boolean }
  | { readonly fact: "unit-masked"; readonly unit: string; readonly masked: boolean }
  | { readonly fact: "unit-active"; readonly unit: string; readonly active: boolean }
  | { readonly fact: "timezone"; readonly timezone: string }
  | { readonly fact: "locale"; readonly locale: string; readonly path: string }
  | { readonly fact: "hostname"; readonly hostname: Text };
