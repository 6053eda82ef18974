import { shellArgument } from "../backends/shared/shell.ts";

/** The command that puts a secret into the vault of an environment; `spec` is the file as the user sees it. */
export function setSecretCommand(name: string, spec: string, environment: string | undefined): string {
  return `envc secret set ${name} ${shellArgument(spec)}${environment === undefined ? "" : ` --env ${environment}`}`;
}
