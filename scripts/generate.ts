/** `npm run generate`: everything that is made from other files of the project before it can be run. */
import { generateMessages } from "./generate-messages.ts";
import { generateRegistry } from "./generate-registry.ts";

generateMessages();
generateRegistry();
