import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // Property tests share the machine with the lab; a slow minute is not a failure.
    testTimeout: 60_000,
  },
});
