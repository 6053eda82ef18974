// Ends with 0 when the service answers.
fetch(`http://127.0.0.1:${process.env.PORT}/health`, { signal: AbortSignal.timeout(3000) }).then(
  (response) => process.exit(response.ok ? 0 : 1),
  () => process.exit(1),
);
