import type { ErrorCode, NodeError } from '@/generated/bindings'

/** `no_answer`: the node itself did not answer; all other codes come from it. */
export type FailureCode = ErrorCode | 'no_answer'

/** Why a command did not happen. Screens find their words by `code`. */
export class NodeFailure extends Error {
  readonly code: FailureCode
  readonly details: string | undefined

  constructor(error: { code: FailureCode; message: string; details?: string | undefined }) {
    super(error.message)
    this.name = 'NodeFailure'
    this.code = error.code
    this.details = error.details
  }

  /** Makes a failure of whatever was thrown. */
  static from(cause: unknown): NodeFailure {
    if (cause instanceof NodeFailure) return cause
    if (isNodeError(cause)) return new NodeFailure(cause)
    return new NodeFailure({ code: 'no_answer', message: String(cause) })
  }
}

function isNodeError(value: unknown): value is NodeError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}
