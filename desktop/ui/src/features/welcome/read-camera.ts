/** What the camera sees. */
import { isWindow } from '@/node/shell'

/** A longer side is made shorter before the square is looked for, in px. */
const MAX_SIDE = 800

/** Whether this platform lets a page ask for a camera at all. The window's engine has the call and refuses it. */
export const hasCamera = () => !isWindow() && typeof navigator.mediaDevices?.getUserMedia === 'function'

/** Asks for the camera that looks away from the person, without sound. Refused with `NotAllowedError`, or another name where there is none. */
export const openCamera = () =>
  navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
    audio: false,
  })

/** Returns the text of a square in the picture that is shown; null where there is none. */
export async function squareIn(video: HTMLVideoElement): Promise<string | null> {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0 || videoHeight === 0) return null
  const scale = Math.min(1, MAX_SIDE / Math.max(videoWidth, videoHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(videoWidth * scale)
  canvas.height = Math.ceil(videoHeight * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const { default: decode } = await import('qr/decode.js')
  try {
    return decode(context.getImageData(0, 0, canvas.width, canvas.height)).trim() || null
  } catch {
    return null
  }
}
