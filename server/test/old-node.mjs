// Preloaded by NODE_OPTIONS: makes the starters believe that they run on an older Node, so that the way with a second
// process is tested whatever Node runs the tests.
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });
Object.defineProperty(process, 'version', { value: 'v20.19.0' });
if (process.env.TALLYSTICK_TEST_PLATFORM) {
  Object.defineProperty(process, 'platform', { value: process.env.TALLYSTICK_TEST_PLATFORM });
}
