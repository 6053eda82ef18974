/** The type of an attribute, a `let` or a `param`. */
export type ValueType =
  | { readonly type: ScalarType }
  | { readonly type: "int" | "number"; readonly min?: number; readonly max?: number }
  | { readonly type: "enum"; readonly values: readonly string[] }
  /** `ref(kind)`; several kinds when any of them will do: a name that fits two of them means the one that is listed first. */
  | {
      readonly type: "ref";
      readonly kinds: readonly string[];
      /** An IP address, or a range of them, is taken too: what such a thing stands for there. */
      readonly orAddress?: true;
      /** It may be on another machine: what refers to it needs its address only. */
      readonly anywhere?: true;
    }
  | { readonly type: "list" | "map" | "optional"; readonly of: ValueType }
  /** `secret`: must be a secret. An attribute that *may* hold one says so with `sensitive`. */
  | { readonly type: "secret" }
  /** Text, or the bytes of `file("…")`, `template("…")`; with `from: "file"` only the latter two. */
  | { readonly type: "content"; readonly from?: "file" }
  /** A folder of the project, written as a text with its path: `"./public"`. */
  | { readonly type: "folder" }
  /** A value of some program's own setting: a text, a number, true or false, a length of time or a size. */
  | { readonly type: "setting" }
  /** So many of several, or a share of them: `1`, `25%`. A count is a number, a share is the text `25%`. */
  | { readonly type: "portion" };

/** Types without parameters (language reference, section "Values and types"). */
export type ScalarType =
  | "text"
  | "bool"
  | "port"
  | "path"
  | "url"
  | "domain"
  | "email"
  | "ip"
  | "cidr"
  | "duration"
  | "time"
  | "size"
  | "percent"
  | "mode"
  | "version"
  | "regex"
  | "name";
