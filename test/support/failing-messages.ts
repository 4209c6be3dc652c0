/** Messages with an error code that everybody would take for one. */
export const FAILS = '{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"UserSig expired"}'
export const failing = (code: number): string => FAILS.replace('70001', String(code))
