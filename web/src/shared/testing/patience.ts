/** A busy machine is no fault of the page: what a test waits for comes, or has gone wrong for good. */
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/react');
  configure({ asyncUtilTimeout: 60_000 });
}

export {};
