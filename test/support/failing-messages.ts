/** Messages with an unmistakable error code. */
export const FAILS = '{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"UserSig expired"}'
export const failing = (code: number): string => FAILS.replace('70001', String(code))
