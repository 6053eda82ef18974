export { deb822Source } from "../../ir/canonical-files.ts";
