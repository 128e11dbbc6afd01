import { Camera } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { hasCamera, openCamera, squareIn } from './read-camera'

/** Time between two looks at the picture, in ms: quick to a hand that holds a square, slow to a processor. */
const LOOK_EVERY_MS = 200

/** Reads the square of an invitation with the camera; nothing where the platform offers none. */
export function CameraInvitation({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  if (!hasCamera()) return null
  return (
    <>
      <div>
        <Button icon={<Camera aria-hidden className="size-5" />} onPress={() => setOpen(true)}>
          {t('camera.open')}
        </Button>
      </div>
      {open ? (
        <Dialog title={t('camera.title')} isOpen onClose={() => setOpen(false)}>
          <View
            onText={(text) => {
              setOpen(false)
              onText(text)
            }}
          />
        </Dialog>
      ) : null}
    </>
  )
}

function View({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation()
  const video = useRef<HTMLVideoElement>(null)
  const [problem, setProblem] = useState<'denied' | 'none'>()
  const found = useRef(onText)
  found.current = onText
  const look = useCallback(async (screen: HTMLVideoElement, left: AbortSignal) => {
    let stream: MediaStream | undefined
    const release = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
      screen.srcObject = null
    }
    left.addEventListener('abort', release)
    try {
      stream = await openCamera()
      // Left while the person was asked.
      if (left.aborted) return release()
      screen.srcObject = stream
      await screen.play()
    } catch (cause) {
      release()
      if (!left.aborted)
        setProblem(cause instanceof Error && cause.name === 'NotAllowedError' ? 'denied' : 'none')
      return
    }
    while (!left.aborted) {
      const text = await squareIn(screen)
      if (left.aborted) return
      if (text !== null) {
        found.current(text)
        return
      }
      await new Promise((next) => setTimeout(next, LOOK_EVERY_MS))
    }
  }, [])
  useEffect(() => {
    const leaving = new AbortController()
    if (video.current) void look(video.current, leaving.signal)
    return () => leaving.abort()
  }, [look])
  if (problem) return <p role="alert">{t(`camera.${problem}`)}</p>
  return (
    <div className="flex flex-col gap-3">
      <video
        ref={video}
        muted
        playsInline
        aria-label={t('camera.picture')}
        className="aspect-4/3 w-full rounded-lg bg-sunken object-cover"
      />
      <p className="text-ink-soft">{t('camera.hint')}</p>
    </div>
  )
}
