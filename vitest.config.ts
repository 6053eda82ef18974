import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // Property tests share the machine with the lab; a slow minute is not a failure. In the long mode one takes an hour.
    testTimeout: process.env["ENVC_LONG"] ? 7_200_000 : 180_000,
  },
});
