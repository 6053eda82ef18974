export { executableMode } from "../../ir/canonical-files.ts";
