//! Boards, posts, threads, reactions.

use super::chat::MAX_PLACES;
use super::cursor::{capped, newest_first};
use super::row::{ACKNOWLEDGEMENT, BOARD, COMMENT, FEED, POST, REACTION, key, object_bytes, subject_bytes};
use super::{Cursor, Index, Page, read};
use crate::domain::{Acknowledgement, Board, Comment, CommentOn, Post, Reaction};
use crate::id::{DocId, ObjRef, PersonId};
use crate::store::{Direction, Store, StoreError, Tree};

/// A post as a feed shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    /// The post.
    pub post: Post,
    /// Comments under it, deleted ones too, at most [`MAX_THREAD`].
    pub comments: usize,
}

/// Comments of one thread that are shown, newest kept.
pub const MAX_THREAD: usize = 5_000;
/// People who say to have read one post, at most.
const MAX_ACKNOWLEDGEMENTS: usize = 10_000;
/// Reactions under one thing that are shown.
const MAX_REACTIONS: usize = 2_000;

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns posts of `board` or of all boards, newest first, before `before`, at most `limit`.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn posts(&self, board: Option<DocId>, before: Option<&Cursor>, limit: usize) -> Result<Page<PostRow>, StoreError> {
        let limit = capped(limit);
        let posts: Vec<Post> = match board {
            Some(board) => self.before(&key(POST, &[&board.0]), before, limit, read)?,
            None => {
                let homes = self.before(&[FEED], before, limit, |_, home| Ok(home.to_vec()))?;
                let posts: Result<Vec<Option<Post>>, _> = homes.iter().map(|home| self.at(home)).collect();
                posts?.into_iter().flatten().collect()
            }
        };
        let rows: Result<Vec<_>, _> = posts.into_iter().map(|post| self.post_row(post)).collect();
        Ok(Page::of(rows?, limit, |row| Cursor { time: row.post.time, id: row.post.id }))
    }

    /// Returns the posts of `board` or of all boards next after `after`, newest first, at most `limit`; `next` leads on to
    /// newer ones.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn posts_after(&self, board: Option<DocId>, after: &Cursor, limit: usize) -> Result<Page<PostRow>, StoreError> {
        let limit = capped(limit);
        let posts: Vec<Post> = match board {
            Some(board) => self.after(&key(POST, &[&board.0]), after, limit, read)?,
            None => {
                let homes = self.after(&[FEED], after, limit, |_, home| Ok(home.to_vec()))?;
                let posts: Result<Vec<Option<Post>>, _> = homes.iter().map(|home| self.at(home)).collect();
                posts?.into_iter().flatten().collect()
            }
        };
        let rows: Result<Vec<_>, _> = posts.into_iter().map(|post| self.post_row(post)).collect();
        Ok(newest_first(Page::of(rows?, limit, |row| Cursor { time: row.post.time, id: row.post.id })))
    }

    /// Returns the post of this name.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn post(&self, id: &ObjRef) -> Result<Option<PostRow>, StoreError> {
        let post: Option<Post> = self.object(POST, id)?;
        post.map(|post| self.post_row(post)).transpose()
    }

    fn post_row(&self, post: Post) -> Result<PostRow, StoreError> {
        let comments = self.comment_count(&CommentOn::Post(post.id))?;
        Ok(PostRow { post, comments })
    }

    /// Returns how many comments hang under something, without opening them.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn comment_count(&self, on: &CommentOn) -> Result<usize, StoreError> {
        let prefix = self.key(&key(COMMENT, &[&subject_bytes(on)]));
        Ok(self.store.keys(Tree::Index, &prefix, MAX_THREAD)?.len())
    }

    /// Returns the comments under something, oldest first: the newest [`MAX_THREAD`].
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn thread(&self, on: &CommentOn) -> Result<Vec<Comment>, StoreError> {
        let mut comments = self.all(&key(COMMENT, &[&subject_bytes(on)]), Direction::Backward, MAX_THREAD)?;
        comments.reverse();
        Ok(comments)
    }

    /// Returns the comment of this name.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn comment(&self, id: &ObjRef) -> Result<Option<Comment>, StoreError> {
        self.object(COMMENT, id)
    }

    /// Returns the reactions under a message, post or comment, by person, then emoji.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn reactions(&self, target: &ObjRef) -> Result<Vec<Reaction>, StoreError> {
        self.all(&key(REACTION, &[&object_bytes(target)]), Direction::Forward, MAX_REACTIONS)
    }

    /// Returns who says to have read a post, by person.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn acknowledgements(&self, post: &ObjRef) -> Result<Vec<Acknowledgement>, StoreError> {
        self.all(&key(ACKNOWLEDGEMENT, &[&object_bytes(post)]), Direction::Forward, MAX_ACKNOWLEDGEMENTS)
    }

    /// Returns whether `person` says to have read a post.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn has_acknowledged(&self, post: &ObjRef, person: PersonId) -> Result<bool, StoreError> {
        let home = key(ACKNOWLEDGEMENT, &[&object_bytes(post), &person.0]);
        Ok(self.at::<Acknowledgement>(&home)?.is_some())
    }

    /// Returns how many people say to have read a post, without opening what they say.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn acknowledgement_count(&self, post: &ObjRef) -> Result<usize, StoreError> {
        let prefix = self.key(&key(ACKNOWLEDGEMENT, &[&object_bytes(post)]));
        Ok(self.store.keys(Tree::Index, &prefix, MAX_ACKNOWLEDGEMENTS)?.len())
    }

    /// Returns the board.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn board(&self, id: DocId) -> Result<Option<Board>, StoreError> {
        self.at(&key(BOARD, &[&id.0]))
    }

    /// Returns the boards in their order, then by name.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn boards(&self) -> Result<Vec<Board>, StoreError> {
        let mut boards: Vec<Board> = self.all(&[BOARD], Direction::Forward, MAX_PLACES)?;
        boards.sort_by(|a, b| (a.order, &a.name, a.id).cmp(&(b.order, &b.name, b.id)));
        Ok(boards)
    }

    /// Returns how many posts of others there are on `board` since the read mark, at most [`UNREAD_CAP`](super::UNREAD_CAP).
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn unread_posts(&self, board: DocId, me: PersonId) -> Result<usize, StoreError> {
        let counts = |post: &Post| Ok(post.author != me && !post.deleted);
        self.count_since(&key(POST, &[&board.0]), self.read_mark(board)?, counts)
    }
}
