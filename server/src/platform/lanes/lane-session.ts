/** The sessions that write lanes and look things up for them: short limits, since tills wait behind each statement. */
export const LANE_SESSION = {
  applicationName: 'tallystick-lanes',
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 5_000,
  idleInTransactionTimeoutMs: 2_000,
  tcpUserTimeoutMs: 5_000,
  // Every statement takes arrays and joins them to keys: there is one plan, and planning it again for each batch took more time
  // than running it.
  settings: { plan_cache_mode: 'force_generic_plan', jit: 'off' },
};
