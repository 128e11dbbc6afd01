/** What the people of the demonstration say. */
import type { Answer, PostKind } from '@/generated/bindings'

type Talk = {
  who: number
  minutesAgo: number
  text: string
  reactions?: [string, number[]][]
  /** Place of the message it answers, counted from the end. */
  reply?: number
  edited?: boolean
  deleted?: boolean
  copies?: number
  provisional?: boolean
}

type SeedEvent = {
  who: number
  inDays: number
  hour: string | null
  minutes: number
  title: string
  place: string
  description: string
  rrule?: string
  capacity?: number
  cancelled?: boolean
  answers?: [number, Answer, string][]
}

export interface Words {
  communities: { name: string; kind: string }[]
  people: {
    name: string
    about: string
    languages: string[]
    help: string[]
    learn: string[]
    contact: string
  }[]
  rooms: { name: string; purpose: string; lines: string[] }[]
  smallTalk: string[]
  talk: Talk[]
  boards: { name: string; purpose: string }[]
  posts: {
    who: number
    board: number
    hoursAgo: number
    kind: PostKind
    title: string
    body: string
    tags: string[]
    comments: string[]
    liked?: boolean
  }[]
  events: SeedEvent[]
  /** Helping hands of the first event. */
  slots: string[]
}

const names = [
  'Camille Roux',
  'Léa Martin',
  'Amina Benali',
  'Samuel Okafor',
  'Jeanne Lefèvre',
  'Tomás Ferreira',
  'Noor Haddad',
  'Paul Girard',
]

/** Returns the texts of one language. */
export function wordsOf(language: 'fr' | 'en'): Words {
  return language === 'fr' ? french : english
}

const french: Words = {
  communities: [
    { name: 'Quartier des Lilas', kind: 'neighbourhood' },
    { name: 'Les Amis du parc', kind: 'association' },
    { name: 'École Jean-Moulin', kind: 'school' },
  ],
  people: [
    {
      name: names[0] ?? '',
      about: 'J’habite au 12 depuis **huit ans**. J’aime le jardin et les jeux de société.',
      languages: ['français', 'anglais'],
      help: ['bricolage', 'ordinateur', 'arroser les plantes'],
      learn: ['portugais'],
      contact: 'Ici, ou à la porte du 12',
    },
    {
      name: names[1] ?? '',
      about: 'Infirmière, souvent là le matin.',
      languages: ['français'],
      help: ['premiers secours', 'garder un chat'],
      learn: ['couture'],
      contact: 'Un message ici',
    },
    {
      name: names[2] ?? '',
      about: 'Je tiens la petite bibliothèque du hall.',
      languages: ['français', 'arabe'],
      help: ['lire du courrier', 'cuisine'],
      learn: ['vélo'],
      contact: 'Sonnez au 7',
    },
    {
      name: names[3] ?? '',
      about: 'Menuisier. Mon atelier est ouvert le samedi.',
      languages: ['français', 'anglais'],
      help: ['réparer un meuble', 'prêter des outils'],
      learn: [],
      contact: 'À l’atelier',
    },
    {
      name: names[4] ?? '',
      about: 'Retraitée, jardinière, bavarde.',
      languages: ['français'],
      help: ['boutures', 'tricot'],
      learn: ['téléphone'],
      contact: 'Le soir',
    },
    {
      name: names[5] ?? '',
      about: 'Nouveau dans la rue !',
      languages: ['portugais', 'français'],
      help: ['guitare', 'déménager'],
      learn: ['français'],
      contact: '',
    },
    {
      name: names[6] ?? '',
      about: '',
      languages: ['français', 'arabe'],
      help: ['devoirs'],
      learn: [],
      contact: '',
    },
    { name: names[7] ?? '', about: '', languages: [], help: [], learn: [], contact: '' },
  ],
  rooms: [
    { name: 'Discussion générale', purpose: 'De tout et de rien', lines: [] },
    {
      name: 'Jardin partagé',
      purpose: 'Arrosage, récoltes, graines',
      lines: [
        'Les tomates ont pris la pluie, je passe demain.',
        'Merci ! Il reste du paillage derrière la cabane.',
        'Qui prend l’arrosage la semaine prochaine ?',
        'Moi, du lundi au jeudi.',
      ],
    },
    {
      name: 'Covoiturage',
      purpose: 'Une place, un trajet',
      lines: ['Je descends en ville jeudi à 9 h, deux places.', 'Je prends une place, merci Amina !'],
    },
    {
      name: 'Parents',
      purpose: 'Sorties, gardes, bons plans',
      lines: ['Le parc rouvre mercredi.', 'On se retrouve vers 15 h ?'],
    },
  ],
  smallTalk: [
    'Bonjour tout le monde !',
    'Quelqu’un a vu passer un chat roux ?',
    'La réunion est bien à 18 h.',
    'Merci pour le coup de main hier.',
    'Il y a du pain au four chez moi, servez-vous.',
    'Je vais à la déchetterie samedi matin.',
    'La porte du hall ferme mal, je regarde ce soir.',
    'Belle journée pour le marché !',
  ],
  talk: [
    {
      who: 1,
      minutesAgo: 1540,
      text: 'Bonsoir ! L’ascenseur est réparé, le technicien vient de partir.',
      reactions: [
        ['🎉', [0, 2, 4]],
        ['👏', [3]],
      ],
    },
    { who: 4, minutesAgo: 1515, text: 'Enfin. Mes genoux vous remercient.', reactions: [['😊', [0, 1, 5]]] },
    {
      who: 2,
      minutesAgo: 190,
      text: 'Bonjour à tous. Je prépare une grande soupe pour la fête de samedi. Qui peut apporter des carottes et des poireaux ?',
    },
    {
      who: 3,
      minutesAgo: 183,
      text: 'Moi pour les poireaux. Il m’en reste une caisse du jardin.',
      reactions: [['🌱', [2, 4]]],
      reply: -1,
    },
    {
      who: 0,
      minutesAgo: 176,
      text: 'Je prends les carottes. Et j’apporte la grande marmite du 12.\nElle fait vingt litres, ça ira ?',
      edited: true,
      reactions: [['❤️', [2]]],
      copies: 5,
    },
    { who: 5, minutesAgo: 120, text: 'Je peux venir avec ma guitare, si cela vous dit.' },
    { who: 1, minutesAgo: 95, text: '', deleted: true },
    {
      who: 4,
      minutesAgo: 62,
      text: 'Oh oui, Tomás ! On chantera faux, mais ensemble.',
      reactions: [['🎉', [0, 5, 1]]],
      reply: -2,
    },
    {
      who: 0,
      minutesAgo: 31,
      text: 'J’ai mis le rendez-vous dans l’agenda, avec la liste de ce qui manque.',
      copies: 2,
    },
    { who: 2, minutesAgo: 14, text: 'Parfait. La salle est à nous dès 16 h, la clé est chez Jeanne.' },
    { who: 3, minutesAgo: 9, text: 'Je passe avec des tréteaux et deux planches.' },
    { who: 0, minutesAgo: 1, text: 'Super, merci Samuel !', copies: 0 },
  ],
  boards: [
    { name: 'Annonces', purpose: 'Ce que tout le monde doit savoir' },
    { name: 'Idées', purpose: 'Une envie pour le quartier' },
    { name: 'Bons plans', purpose: 'Adresses, dons, trouvailles' },
  ],
  posts: [
    {
      who: 1,
      board: 0,
      hoursAgo: 5,
      kind: 'announcement',
      title: 'Coupure d’eau jeudi matin',
      body: 'L’eau sera coupée **jeudi de 8 h à 11 h** dans toute la rue.\n\n- Remplissez une carafe la veille.\n- Ne lancez pas de machine.\n- Jeanne garde des bidons pour qui en a besoin.\n\nMerci de prévenir vos voisins de palier.',
      tags: ['eau', 'travaux'],
      comments: [
        'Merci ! Je préviens le 7.',
        'Est-ce que l’école est concernée ?',
        'Oui, ils ont été prévenus par la mairie.',
      ],
      liked: true,
    },
    {
      who: 0,
      board: 1,
      hoursAgo: 30,
      kind: 'discussion',
      title: 'Un banc devant la boulangerie ?',
      body: 'Beaucoup attendent debout le dimanche. Samuel a du bois, il nous manque :\n\n1. l’accord de la mairie,\n2. deux paires de bras,\n3. un pot de peinture.\n\nQu’en pensez-vous ?',
      tags: ['rue', 'bois'],
      comments: ['Très bonne idée.', 'Je m’occupe du courrier à la mairie.'],
    },
    {
      who: 5,
      board: 2,
      hoursAgo: 52,
      kind: 'question',
      title: 'Où trouver un bon réparateur de vélo ?',
      body: 'Ma roue arrière est voilée. Plutôt près d’ici, et pas trop cher !',
      tags: ['vélo'],
      comments: ['L’atelier du canal, le mercredi. On répare avec toi.'],
    },
    {
      who: 4,
      board: 2,
      hoursAgo: 75,
      kind: 'news',
      title: 'Des boutures de géranium à donner',
      body: 'J’en ai une trentaine. Passez quand vous voulez, le soir de préférence.',
      tags: ['don', 'jardin'],
      comments: [],
      liked: true,
    },
    {
      who: 2,
      board: 0,
      hoursAgo: 140,
      kind: 'announcement',
      title: 'La bibliothèque du hall a doublé',
      body: 'Grâce à vos dons, nous avons **deux étagères** de plus. Les livres pour enfants sont en bas.',
      tags: ['livres'],
      comments: ['Bravo !'],
    },
  ],
  slots: ['Installer les tables', 'Apporter des bols', 'Ranger après'],
  events: [
    {
      who: 0,
      inDays: 2,
      hour: '18:30',
      minutes: 120,
      title: 'Fête de la soupe',
      place: 'Salle commune, rez-de-chaussée',
      description:
        'Chacun apporte un légume, un bol et une chanson.\n\nL’entrée est **de plain-pied**. Les enfants sont les bienvenus.',
      capacity: 40,
      answers: [
        [2, 'yes', 'J’arrive à 16 h pour éplucher'],
        [3, 'yes', 'Avec les tréteaux'],
        [5, 'yes', 'Et ma guitare'],
        [4, 'maybe', ''],
        [1, 'no', 'Je travaille, dommage !'],
      ],
    },
    {
      who: 3,
      inDays: 5,
      hour: '10:00',
      minutes: 150,
      title: 'Atelier réparation',
      place: 'Atelier de Samuel, au 23',
      description: 'Apportez ce qui ne marche plus. On essaie ensemble.',
      rrule: 'FREQ=WEEKLY',
      answers: [
        [0, 'yes', ''],
        [1, 'yes', ''],
      ],
    },
    {
      who: 4,
      inDays: 5,
      hour: '15:00',
      minutes: 60,
      title: 'Thé et tricot',
      place: 'Chez Jeanne, 3e étage',
      description: '',
      capacity: 6,
      answers: [[2, 'yes', '']],
    },
    {
      who: 1,
      inDays: 12,
      hour: null,
      minutes: 1440,
      title: 'Nettoyage du canal',
      place: 'Départ au pont',
      description: 'Gants et sacs fournis.',
      answers: [
        [3, 'yes', ''],
        [6, 'maybe', ''],
      ],
    },
    {
      who: 2,
      inDays: 19,
      hour: '17:00',
      minutes: 90,
      title: 'Lecture pour les petits',
      place: 'Hall du 7',
      description: '',
      cancelled: true,
    },
    {
      who: 0,
      inDays: -9,
      hour: '19:00',
      minutes: 90,
      title: 'Réunion de rentrée',
      place: 'Salle commune',
      description: 'Compte rendu à venir.',
      answers: [
        [1, 'yes', ''],
        [2, 'yes', ''],
      ],
    },
  ],
}

const english: Words = {
  communities: [
    { name: 'Lilac Street', kind: 'neighbourhood' },
    { name: 'Friends of the Park', kind: 'association' },
    { name: 'Moulin School', kind: 'school' },
  ],
  people: [
    {
      name: names[0] ?? '',
      about: 'At number 12 for **eight years**. I like gardens and board games.',
      languages: ['English', 'French'],
      help: ['small repairs', 'computers', 'watering plants'],
      learn: ['Portuguese'],
      contact: 'Here, or knock at number 12',
    },
    {
      name: names[1] ?? '',
      about: 'Nurse, often at home in the morning.',
      languages: ['French', 'English'],
      help: ['first aid', 'looking after a cat'],
      learn: ['sewing'],
      contact: 'A message here',
    },
    {
      name: names[2] ?? '',
      about: 'I look after the little library in the hall.',
      languages: ['English', 'Arabic'],
      help: ['reading letters', 'cooking'],
      learn: ['cycling'],
      contact: 'Ring at number 7',
    },
    {
      name: names[3] ?? '',
      about: 'Carpenter. My workshop is open on Saturdays.',
      languages: ['English'],
      help: ['mending furniture', 'lending tools'],
      learn: [],
      contact: 'At the workshop',
    },
    {
      name: names[4] ?? '',
      about: 'Retired, gardener, talkative.',
      languages: ['English'],
      help: ['cuttings', 'knitting'],
      learn: ['my phone'],
      contact: 'In the evening',
    },
    {
      name: names[5] ?? '',
      about: 'New in the street!',
      languages: ['Portuguese', 'English'],
      help: ['guitar', 'moving house'],
      learn: ['English'],
      contact: '',
    },
    {
      name: names[6] ?? '',
      about: '',
      languages: ['English', 'Arabic'],
      help: ['homework'],
      learn: [],
      contact: '',
    },
    { name: names[7] ?? '', about: '', languages: [], help: [], learn: [], contact: '' },
  ],
  rooms: [
    { name: 'General', purpose: 'This and that', lines: [] },
    {
      name: 'Shared garden',
      purpose: 'Watering, harvest, seeds',
      lines: [
        'The tomatoes got the rain, I will pass by tomorrow.',
        'Thank you! There is straw left behind the shed.',
        'Who waters next week?',
        'I do, Monday to Thursday.',
      ],
    },
    {
      name: 'Car sharing',
      purpose: 'One seat, one trip',
      lines: ['I drive into town on Thursday at 9, two seats.', 'I take one, thank you Amina!'],
    },
    {
      name: 'Parents',
      purpose: 'Outings, childcare, good tips',
      lines: ['The playground opens again on Wednesday.', 'Shall we meet around three?'],
    },
  ],
  smallTalk: [
    'Good morning everyone!',
    'Has anybody seen a ginger cat?',
    'The meeting is at six, as planned.',
    'Thank you for the help yesterday.',
    'There is bread in my oven, help yourselves.',
    'I drive to the recycling yard on Saturday.',
    'The hall door sticks, I will look tonight.',
    'Lovely day for the market!',
  ],
  talk: [
    {
      who: 1,
      minutesAgo: 1540,
      text: 'Good evening! The lift works again, the technician has just left.',
      reactions: [
        ['🎉', [0, 2, 4]],
        ['👏', [3]],
      ],
    },
    { who: 4, minutesAgo: 1515, text: 'At last. My knees thank you.', reactions: [['😊', [0, 1, 5]]] },
    {
      who: 2,
      minutesAgo: 190,
      text: 'Good morning all. I am making a big soup for Saturday. Who can bring carrots and leeks?',
    },
    {
      who: 3,
      minutesAgo: 183,
      text: 'Leeks from me. I still have a crate from the garden.',
      reactions: [['🌱', [2, 4]]],
      reply: -1,
    },
    {
      who: 0,
      minutesAgo: 176,
      text: 'I take the carrots. And I bring the big pot from number 12.\nIt holds twenty litres, will that do?',
      edited: true,
      reactions: [['❤️', [2]]],
      copies: 5,
    },
    { who: 5, minutesAgo: 120, text: 'I can come with my guitar, if you like.' },
    { who: 1, minutesAgo: 95, text: '', deleted: true },
    {
      who: 4,
      minutesAgo: 62,
      text: 'Oh yes, Tomás! We will sing out of tune, but together.',
      reactions: [['🎉', [0, 5, 1]]],
      reply: -2,
    },
    { who: 0, minutesAgo: 31, text: 'I put it in the agenda, with the list of what is missing.', copies: 2 },
    { who: 2, minutesAgo: 14, text: 'Perfect. The room is ours from four, Jeanne has the key.' },
    { who: 3, minutesAgo: 9, text: 'I will come by with trestles and two boards.' },
    { who: 0, minutesAgo: 1, text: 'Great, thank you Samuel!', copies: 0 },
  ],
  boards: [
    { name: 'Announcements', purpose: 'What everybody needs to know' },
    { name: 'Ideas', purpose: 'A wish for the street' },
    { name: 'Good tips', purpose: 'Addresses, gifts, finds' },
  ],
  posts: [
    {
      who: 1,
      board: 0,
      hoursAgo: 5,
      kind: 'announcement',
      title: 'No water on Thursday morning',
      body: 'The water is off **on Thursday from 8 to 11** in the whole street.\n\n- Fill a jug the evening before.\n- Do not start a washing machine.\n- Jeanne keeps cans for those who need them.\n\nPlease tell your neighbours next door.',
      tags: ['water', 'works'],
      comments: [
        'Thank you! I tell number 7.',
        'Does it concern the school?',
        'Yes, the town hall has told them.',
      ],
      liked: true,
    },
    {
      who: 0,
      board: 1,
      hoursAgo: 30,
      kind: 'discussion',
      title: 'A bench in front of the bakery?',
      body: 'Many wait standing on Sundays. Samuel has wood, we still need:\n\n1. a yes from the town hall,\n2. two pairs of hands,\n3. a pot of paint.\n\nWhat do you think?',
      tags: ['street', 'wood'],
      comments: ['Very good idea.', 'I write to the town hall.'],
    },
    {
      who: 5,
      board: 2,
      hoursAgo: 52,
      kind: 'question',
      title: 'Where is a good bicycle mender?',
      body: 'My back wheel is bent. Near here, and not too expensive!',
      tags: ['bicycle'],
      comments: ['The canal workshop, on Wednesdays. They mend it with you.'],
    },
    {
      who: 4,
      board: 2,
      hoursAgo: 75,
      kind: 'news',
      title: 'Geranium cuttings to give away',
      body: 'I have about thirty. Come whenever you like, best in the evening.',
      tags: ['gift', 'garden'],
      comments: [],
      liked: true,
    },
    {
      who: 2,
      board: 0,
      hoursAgo: 140,
      kind: 'announcement',
      title: 'The hall library has doubled',
      body: 'Thanks to your gifts we have **two more shelves**. Books for children are at the bottom.',
      tags: ['books'],
      comments: ['Well done!'],
    },
  ],
  slots: ['Set up the tables', 'Bring bowls', 'Tidy up afterwards'],
  events: [
    {
      who: 0,
      inDays: 2,
      hour: '18:30',
      minutes: 120,
      title: 'Soup evening',
      place: 'Common room, ground floor',
      description:
        'Bring a vegetable, a bowl and a song.\n\nThe entrance has **no steps**. Children are welcome.',
      capacity: 40,
      answers: [
        [2, 'yes', 'I come at four to peel'],
        [3, 'yes', 'With the trestles'],
        [5, 'yes', 'And my guitar'],
        [4, 'maybe', ''],
        [1, 'no', 'I work, what a pity!'],
      ],
    },
    {
      who: 3,
      inDays: 5,
      hour: '10:00',
      minutes: 150,
      title: 'Repair morning',
      place: 'Samuel’s workshop, number 23',
      description: 'Bring what no longer works. We try together.',
      rrule: 'FREQ=WEEKLY',
      answers: [
        [0, 'yes', ''],
        [1, 'yes', ''],
      ],
    },
    {
      who: 4,
      inDays: 5,
      hour: '15:00',
      minutes: 60,
      title: 'Tea and knitting',
      place: 'Jeanne’s, 3rd floor',
      description: '',
      capacity: 6,
      answers: [[2, 'yes', '']],
    },
    {
      who: 1,
      inDays: 12,
      hour: null,
      minutes: 1440,
      title: 'Canal clean-up',
      place: 'Start at the bridge',
      description: 'Gloves and bags are there.',
      answers: [
        [3, 'yes', ''],
        [6, 'maybe', ''],
      ],
    },
    {
      who: 2,
      inDays: 19,
      hour: '17:00',
      minutes: 90,
      title: 'Stories for the little ones',
      place: 'Hall of number 7',
      description: '',
      cancelled: true,
    },
    {
      who: 0,
      inDays: -9,
      hour: '19:00',
      minutes: 90,
      title: 'First meeting of the year',
      place: 'Common room',
      description: 'Minutes to follow.',
      answers: [
        [1, 'yes', ''],
        [2, 'yes', ''],
      ],
    },
  ],
}
